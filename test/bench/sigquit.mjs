/** What the runtime prints before the goroutines when a signal ends the process (runtime/signal_unix.go, sighandler). */
export const QUIT_HEAD = `SIGQUIT: quit
PC=0x491201 m=0 sigcode=0

goroutine 0 gp=0xab7de0 m=0 mp=0xab8fc0 [idle]:
runtime.futex(0xab9118, 0x80, 0x0, 0x0, 0x0, 0x0)
\t/usr/local/go/src/runtime/sys_linux_amd64.s:557 +0x21 fp=0x7ffca9d42f00 sp=0x7ffca9d42ef8 pc=0x491201
runtime.futexsleep(0x7ffca9d42f78?, 0x43f0a5?, 0x7ffca9d42f90?)
\t/usr/local/go/src/runtime/os_linux.go:75 +0x30 fp=0x7ffca9d42f50 sp=0x7ffca9d42f00 pc=0x4454f0
runtime.mstart()
\t/usr/local/go/src/runtime/asm_amd64.s:395 +0x5 fp=0x7ffca9d43000 sp=0x7ffca9d42f50 pc=0x48d8a5

`;

const REGISTERS = 'rax rbx rcx rdx rdi rsi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip rflags cs fs gs'.split(' ');

/** What it prints after them (runtime/signal_amd64.go, dumpregs). */
export const QUIT_REGISTERS = REGISTERS.map((name, i) => `${name.padEnd(6)} 0x${(i * 4099).toString(16)}\n`).join('');
