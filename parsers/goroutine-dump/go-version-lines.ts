/**
 * Lines of the runtime's own functions by Go minor release, as they stand in stacks (amd64, one patch release each: 1.13.8, 1.14.3,
 * 1.15.15, 1.16.2, 1.17.13, 1.18.1, 1.19.8, 1.20.3, 1.21.13, 1.22.12, 1.23.5, 1.24.4, 1.25.14, 1.26.10, 1.27.3). Other patch
 * releases move some of them, so one line alone proves nothing.
 */
const LINES: Readonly<Record<string, readonly (readonly [minor: number, line: number])[]>> = {
  'panic panic.go': [
    [13, 679], [14, 969], [15, 969], [16, 965], [17, 1038], [18, 838], [19, 884], [20, 884], [21, 914], [22, 770],
    [23, 785], [24, 792], [25, 783], [26, 860], [27, 859],
  ],
  'runtime.throw panic.go': [
    [13, 774], [14, 1116], [15, 1116], [16, 1117], [17, 1198], [18, 992], [19, 1047], [20, 1047], [21, 1077], [22, 1023],
    [23, 1067], [24, 1101], [25, 1094], [26, 1229], [27, 1243],
  ],
  'runtime.sigpanic signal_unix.go': [
    [13, 401], [14, 702], [15, 749], [16, 741], [17, 746], [18, 829], [19, 842], [20, 851], [21, 875], [22, 895],
    [23, 931], [24, 939], [25, 939], [26, 945], [27, 945],
  ],
  'runtime.main proc.go': [
    [13, 203], [14, 203], [15, 204], [16, 225], [17, 255], [18, 250], [19, 250], [20, 250], [21, 267], [22, 271],
    [23, 272], [24, 283], [25, 285], [26, 290], [27, 302],
  ],
  'runtime.goexit asm_amd64.s': [
    [13, 1357], [14, 1373], [15, 1374], [16, 1371], [17, 1581], [18, 1571], [19, 1594], [20, 1598], [21, 1650], [22, 1695],
    [23, 1700], [24, 1700], [25, 1693], [26, 1771], [27, 1264],
  ],
  'runtime.gopark proc.go': [
    [13, 304], [19, 363], [20, 381], [21, 398], [22, 402], [23, 424], [24, 435], [25, 460], [26, 462], [27, 474],
  ],
  'time.Sleep time.go': [
    [13, 105], [14, 188], [15, 188], [16, 193], [17, 193], [18, 194], [19, 195], [20, 195], [21, 195], [22, 195],
    [23, 300], [24, 338], [25, 363], [26, 363], [27, 368],
  ],
  'internal/poll.runtime_pollWait netpoll.go': [
    [13, 184], [14, 203], [15, 222], [16, 222], [17, 303], [18, 302], [19, 305], [20, 306], [21, 343], [22, 345],
    [23, 351], [24, 351], [25, 351], [26, 351], [27, 351],
  ],
  'net/http.(*conn).serve server.go': [
    [13, 1890], [14, 1895], [15, 1925], [16, 1952], [17, 1930], [18, 1966], [19, 1991], [20, 1995], [21, 2014], [22, 2044],
    [23, 2092], [24, 2102], [25, 2103], [26, 2087], [27, 2157],
  ],
  'testing.tRunner testing.go': [
    [17, 1259], [19, 1446], [20, 1576], [21, 1595], [23, 1690], [24, 1792], [25, 1934], [26, 2036], [27, 2195],
  ],
};

/** The functions that {@link minorsByLine} knows. */
export const FINGERPRINT_FUNCTIONS: ReadonlySet<string> = new Set(Object.keys(LINES).map((key) => key.split(' ', 1)[0] ?? ''));

/** The Go minor releases (13 for Go 1.13) that have this function at this line of this file; empty where none is known to. */
export function minorsByLine(name: string, file: string, line: number): readonly number[] {
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return (LINES[`${name} ${base}`] ?? []).filter(([, known]) => known === line).map(([minor]) => minor);
}
