/**
 * Where the crash parser stands, with a line that leads there.
 *
 * | state     | from                | line                                        | meaning |
 * |-----------|---------------------|---------------------------------------------|---------|
 * | `outside` | any                 | `exit status 2`, a new head, the end        | no report is open; goroutine dumps that stand alone are read |
 * | `message` | `outside`, `stacks` | `panic: send on closed channel`             | the lines of the panic's value may follow |
 * | `gap`     | `message`           | an empty line                               | the stack is due; another line is one more of the value |
 * | `head`    | `outside`, `message`| `[signal SIGSEGV: …]`, `SIGABRT: abort`, `fatal error: …`, `PC=0x…` | the message is complete; stacks are due |
 * | `stacks`  | all but `outside`   | `goroutine 1 [running]:`, `runtime stack:`  | the report's goroutines are read |
 */
export type State = 'outside' | 'message' | 'gap' | 'head' | 'stacks';
