/** A line of the kernel without what stands before its text. */
export interface KernelLine {
  readonly text: string;
  /** Seconds since boot. */
  readonly atSeconds?: number;
  /** It had a time in brackets, a priority or `kernel:` before it, as nothing but the kernel's log has. */
  readonly stamped: boolean;
}

/** A line of syslog or of the journal that stands among others, and was not peeled with them. */
const KERNEL_TAG = ' kernel: ';
const TAG_WITHIN = 120;
/** `<6>`, of /dev/kmsg or `dmesg --raw`; `kern  :info  : `, of `dmesg -x`. */
const PRIORITY = /^(?:<\d{1,3}>|(?:kern|user|daemon) {0,4}: ?(?:emerg|alert|crit|err|warn|notice|info|debug) {0,4}: )/;
/** /dev/kmsg as it is read (kernel/printk/printk.c, info_print_ext_header): priority, number, microseconds since boot, flags. */
const KMSG = /^\d{1,6},\d{1,20},(\d{1,20}),[-c+](?:,[^;]{1,100})?;/;
const SECONDS = /^\[ {0,12}(\d{1,12}\.\d{1,9})\] ?/;
/** `dmesg -T`, in the time zone of the machine, which is not said; `dmesg --time-format iso`. */
const WALL = /^(?:\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\]|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.,]\d{6}[+-]\d\d:\d\d) ?/;
/** The thread or the processor that printed it (CONFIG_PRINTK_CALLER). */
const CALLER = /^\[ {0,6}[TC]\d{1,10}\] ?/;

/** Takes off the time and the marks that stand before a line of the kernel (kernel/printk/printk.c, print_prefix). */
export function kernelLine(line: string): KernelLine {
  let text = line.endsWith('\r') ? line.slice(0, -1) : line;
  const tag = text.slice(0, TAG_WITHIN).indexOf(KERNEL_TAG);
  let stamped = tag >= 0;
  if (stamped) text = text.slice(tag + KERNEL_TAG.length);
  const take = (form: RegExp): RegExpExecArray | null => {
    const match = form.exec(text);
    if (match === null) return null;
    text = text.slice(match[0].length);
    stamped = true;
    return match;
  };
  const micros = take(KMSG)?.[1];
  if (micros === undefined) take(PRIORITY);
  const seconds = micros === undefined ? take(SECONDS)?.[1] : String(Number(micros) / 1e6);
  if (seconds === undefined) take(WALL);
  if (stamped) take(CALLER);
  return { text, stamped, ...(seconds === undefined ? {} : { atSeconds: Number(seconds) }) };
}
