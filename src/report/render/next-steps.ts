/** What helps where nothing was found: it costs little and answers most. */
export const NEXT_STEPS = [
  {
    command:
      'curl -s "http://$HOST/debug/pprof/goroutine?debug=2" > goroutines-1.txt\nsleep 120\ncurl -s "http://$HOST/debug/pprof/goroutine?debug=2" > goroutines-2.txt',
    why: 'two goroutine dumps some minutes apart show what grows and what waits ($HOST: address and port of the debug server)',
  },
  { command: 'kubectl logs -n $NS $POD -c $C --previous > previous.log', why: 'the log of the container that died holds the panic' },
];
