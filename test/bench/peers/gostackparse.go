package main

import (
	"strconv"

	"github.com/DataDog/gostackparse"
)

func parseWithGostackparse(path string, group bool) {
	goroutines, errors := gostackparse.Parse(open(path))
	groups := map[string]int{}
	if group {
		var key []byte
		for _, one := range goroutines {
			key = append(key[:0], one.State...)
			for _, frame := range one.Stack {
				key = appendFrame(key, frame)
			}
			if one.CreatedBy != nil {
				key = appendFrame(key, one.CreatedBy)
			}
			groups[string(key)]++
		}
	}
	report(len(goroutines), len(groups), len(errors))
}

func appendFrame(key []byte, frame *gostackparse.Frame) []byte {
	key = append(append(key, '\n'), frame.Func...)
	key = append(append(key, '\t'), frame.File...)
	return strconv.AppendInt(append(key, ':'), int64(frame.Line), 10)
}
