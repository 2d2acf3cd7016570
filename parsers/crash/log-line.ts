/**
 * The first words of a line that a logger or a server of requests wrote whole: klog, package log, a time as in RFC 3339, logfmt, JSON, the
 * common log format, gin.
 */
const FORMS =
  /^(?:[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ \S{1,200}:\d+\] |\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d[ .]|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|(?:time|ts|level)=\S|\{"(?:level|severity|time|ts|timestamp|@timestamp|msg|message|caller|logger)":|\S{1,100} \S{1,100} \S{1,100} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "|\[GIN\] \d{4}\/)/;

/** Whether a line is surely a log's: between the lines of a report it is another goroutine's. */
export function isLogLine(text: string): boolean {
  return FORMS.test(text);
}
