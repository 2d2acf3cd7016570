/** Texts of which one stands in every line of a scheduler trace. A `P`, `M` or `G` line on its own is said to have lost its head. */
export const SCHEDTRACE_BEGINS: readonly string[] = ['SCHED ', ': status=', ': p='];
