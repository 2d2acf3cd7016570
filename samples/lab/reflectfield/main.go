// Command reflectfield fills a configuration from keys and values.
//
// Mistake: it looks up the field of each key by its name, and sets it without a look whether there is one. A key that was
// misspelt gives the zero Value.
package main

import (
	"fmt"
	"reflect"
)

type config struct {
	Host string
	Port string
}

func set(target interface{}, key, value string) {
	field := reflect.ValueOf(target).Elem().FieldByName(key)
	field.SetString(value)
}

func main() {
	var c config
	settings := []struct{ key, value string }{{"Host", "db-1"}, {"Prot", "5432"}}
	for _, s := range settings {
		set(&c, s.key, s.value)
	}
	fmt.Println(c)
}
