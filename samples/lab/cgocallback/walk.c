#include "_cgo_export.h"

int walk(int first, int last) {
	int seen = 0;
	for (int n = first; n <= last; n++)
		seen += visit(n);
	return seen;
}
