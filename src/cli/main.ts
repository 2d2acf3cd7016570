import { Command, CommanderError, Option } from 'commander';
import { isCi } from '../environment.ts';
import { VERSION } from '../version.ts';
import { errorLine, misuseLine } from './error-line.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { leanHeap } from './lean-heap.ts';
import { FORMAT_NAMES, type Format, parseFormat } from './formats.ts';
import { addGoroutineOptions, byOption, filtersFrom } from './goroutine-options.ts';
import { guardProcess } from './guard-process.ts';
import { type CliIo, processIo } from './io.ts';
import { addLimitOptions, limitsFrom } from './limit-options.ts';
import type { Level } from '../report/goroutines/view.ts';
import type { uiCommand } from './ui.ts';

/** Loads the terminal UI. */
export type LoadUi = () => Promise<{ readonly uiCommand: typeof uiCommand }>;

/**
 * Runs the command line. Gives the exit code and never throws: what goes wrong is one line on standard error.
 *
 * @param io The process's own streams by default; then what goes wrong on those is taken care of, too.
 * @param loadUi Where the command is bundled the terminal UI stands apart from it.
 */
export async function main(args: readonly string[], io?: CliIo, loadUi: LoadUi = () => import('./ui.ts')): Promise<number> {
  if (io === undefined) {
    guardProcess(process);
    leanHeap();
  }
  return run(args, io ?? processIo(), loadUi);
}

async function run(args: readonly string[], io: CliIo, loadUi: LoadUi): Promise<number> {
  let code: ExitCode = EXIT.clean;
  const program = build(args, io, loadUi, (result) => {
    code = result;
  });
  try {
    if (args.length === 0 && !io.stdinHasData()) {
      io.stderr.write(program.helpInformation());
      return EXIT.failed;
    }
    await program.parseAsync(args.length === 0 ? ['-'] : [...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.failed;
    io.stderr.write(errorLine(error, io.env));
    return EXIT.failed;
  }
}

// Each command is loaded when it runs: the version and the help answer at once.
function build(args: readonly string[], io: CliIo, loadUi: LoadUi, done: (code: ExitCode) => void): Command {
  const program = new Command('goroner')
    .description('Names the cause of death of a Go process: ranked root causes, with the lines that prove each one.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .addHelpText(
      'after',
      '\nExit codes: 0 no cause found, 1 a cause found, 2 could not run.\nExamples:\n  goroner ./incident            a directory, a file, several of them\n  kubectl logs -p pod | goroner -\n  goroner explain send-on-closed-channel',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(misuseLine(text)),
    });

  addLimitOptions(
    program
      .command('analyze', { isDefault: true })
      .description('analyse what was saved and name the root causes (the default command)')
      .argument('[path...]', 'files or directories; - is standard input')
      .addOption(new Option('--format <format>', `format of the report: ${FORMAT_NAMES}`).argParser(parseFormat).default('text'))
      .option('--json', 'the same as --format json')
      .option('--output <file>', 'write the report to a file; - is standard output')
      .option('--signatures <dir>', 'use the signatures in this directory too')
      .option('--no-redact', 'leave secrets in a report that is written or piped')
      .option('--no-triage', 'leave out what goroner-triage.json says of the findings')
      .option('--no-tui', 'print the report on a terminal too'),
  ).action(async (paths: string[], options: Record<string, unknown>, command: Command) => {
    if (wantsUi(args, options, command, io)) {
      const { uiCommand } = await loadUi();
      done(
        await uiCommand(
          orStdin(paths, io),
          {
            ...(typeof options['signatures'] === 'string' ? { signatures: options['signatures'] } : {}),
            redact: options['redact'] !== false,
            triage: options['triage'] !== false,
            limits: limitsFrom(options),
          },
          io,
        ),
      );
      return;
    }
    const { analyzeCommand } = await import('./analyze.ts');
    done(
      await analyzeCommand(
        orStdin(paths, io),
        {
          format: options['json'] === true ? 'json' : (options['format'] as Format),
          ...(typeof options['output'] === 'string' && options['output'] !== '-' ? { output: options['output'] } : {}),
          ...(typeof options['signatures'] === 'string' ? { signatures: options['signatures'] } : {}),
          redact: options['redact'] !== false,
          triage: options['triage'] !== false,
          limits: limitsFrom(options),
        },
        io,
      ),
    );
  });

  addLimitOptions(
    program
      .command('inspect')
      .description('list every file: what it is, what came out of it, or why it was passed over')
      .argument('[path...]', 'files or directories; - is standard input')
      .option('--json', 'as JSON')
      .option('--no-redact', 'leave secrets in what is piped'),
  ).action(async (paths: string[], options: Record<string, unknown>) => {
    const { inspectCommand } = await import('./inspect.ts');
    const json = options['json'] === true;
    done(await inspectCommand(orStdin(paths, io), { json, redact: options['redact'] !== false, limits: limitsFrom(options) }, io));
  });

  addLimitOptions(
    addGoroutineOptions(
      program
        .command('goroutines')
        .description('the goroutines of every dump, grouped')
        .argument('[path...]', 'files or directories; - is standard input'),
    )
      .option('--json', 'as JSON')
      .option('--no-redact', 'leave secrets in what is piped')
      .addHelpText('after', '\nExit codes: 0 no group is listed, 1 some are, 2 could not run.'),
  ).action(async (paths: string[], options: Record<string, unknown>) => {
    const { goroutinesCommand } = await import('./goroutines.ts');
    done(
      await goroutinesCommand(
        orStdin(paths, io),
        {
          by: options['by'] as Level,
          all: options['all'] === true,
          filters: filtersFrom(options),
          json: options['json'] === true,
          redact: options['redact'] !== false,
          limits: limitsFrom(options),
        },
        io,
      ),
    );
  });

  addLimitOptions(
    program
      .command('compare')
      .description('what grew, what is new and what went: dumps, profiles, whole bundles, in order of time')
      .argument('[path...]', 'two files or directories, or more; - is standard input')
      .addOption(byOption())
      .option('--all', 'list what stayed the same, and what is idle by design, too')
      .option('--json', 'as JSON')
      .option('--no-redact', 'leave secrets in what is piped')
      .option('--no-tui', 'print the comparison on a terminal too')
      .addHelpText('after', '\nExit codes: 0 no difference, 1 they differ, 2 could not run.'),
  ).action(async (paths: string[], options: Record<string, unknown>, command: Command) => {
    if (wantsUi(args, options, command, io)) {
      const { uiCommand } = await loadUi();
      const compare = { by: options['by'] as Level, all: options['all'] === true };
      done(await uiCommand(paths, { compare, redact: options['redact'] !== false, triage: true, limits: limitsFrom(options) }, io));
      return;
    }
    const { compareCommand } = await import('./compare.ts');
    done(
      await compareCommand(
        paths,
        {
          by: options['by'] as Level,
          all: options['all'] === true,
          json: options['json'] === true,
          redact: options['redact'] !== false,
          limits: limitsFrom(options),
        },
        io,
      ),
    );
  });

  addLimitOptions(
    program
      .command('fingerprint')
      .description('the fingerprint of what was found, the text before hashing, and a note for each frame')
      .argument('[path...]', 'files or directories; - is standard input')
      .option('--signatures <dir>', 'use the signatures in this directory too')
      .option('--json', 'as JSON')
      .option('--no-redact', 'leave secrets in what is piped')
      .addHelpText('after', '\nExit codes: 0 nothing has a fingerprint, 1 something has, 2 could not run.'),
  ).action(async (paths: string[], options: Record<string, unknown>) => {
    const { fingerprintCommand } = await import('./fingerprint.ts');
    done(
      await fingerprintCommand(
        orStdin(paths, io),
        {
          ...(typeof options['signatures'] === 'string' ? { signatures: options['signatures'] } : {}),
          json: options['json'] === true,
          redact: options['redact'] !== false,
          limits: limitsFrom(options),
        },
        io,
      ),
    );
  });

  addLimitOptions(
    program
      .command('explain')
      .description('the page of one root cause; with --why, how a bundle comes to have it or not')
      .argument('<id>', 'a root cause, as in goroner signatures list, or a finding, as in a report')
      .option('--why <path...>', 'trace the decision over these files or directories; - is standard input')
      .option('--json', 'the trace as JSON')
      .option('--signatures <dir>', 'use the signatures in this directory too')
      .option('--no-redact', 'leave secrets in a trace that is piped')
      .addHelpText('after', '\nExit codes with --why: 0 it does not match, 1 it does, 2 could not run.'),
  ).action(async (id: string, options: Record<string, unknown>) => {
    const signatures = typeof options['signatures'] === 'string' ? { signatures: options['signatures'] } : {};
    const json = options['json'] === true;
    if (options['why'] === undefined) {
      done(await (await import('./explain.ts')).explainCommand(id, { ...signatures, json }, io));
      return;
    }
    const { whyCommand } = await import('./why.ts');
    done(
      await whyCommand(
        id,
        options['why'] as readonly string[],
        { ...signatures, json, redact: options['redact'] !== false, limits: limitsFrom(options) },
        io,
      ),
    );
  });

  const signatures = program.command('signatures').description('the root causes that Goroner knows, and checks of them');
  signatures
    .command('list')
    .description('every root cause, by family')
    .action(async () => done(await (await import('./signatures.ts')).listCommand(io)));
  signatures
    .command('check')
    .description('check the built-in signatures, or those in a directory')
    .argument('[dir]')
    .action(async (dir: string | undefined) => done(await (await import('./signatures.ts')).checkCommand(dir, io)));
  signatures
    .command('test')
    .description('run the proof of every signature: its samples, its near misses, all others')
    .argument('[dir]')
    .action(async (dir: string | undefined) => done(await (await import('./signatures.ts')).testCommand(dir, io)));

  program
    .command('schema')
    .description('print the JSON Schema of the report')
    .action(async () => done(await (await import('./schema.ts')).schemaCommand(io)));
  return program;
}

/** Without a path, what is piped in. */
function orStdin(paths: readonly string[], io: CliIo): readonly string[] {
  return paths.length === 0 && io.stdinHasData() ? ['-'] : paths;
}

/** The UI is for the default command and for comparing, on a terminal; who names the command, or where the report goes, wants the report. */
function wantsUi(args: readonly string[], options: Record<string, unknown>, command: Command, io: CliIo): boolean {
  if (args[0] === 'analyze' || options['tui'] === false) return false;
  const chosen = ['format', 'json', 'output'].some((name) => command.getOptionValueSource(name) === 'cli');
  return !chosen && io.stdout.isTTY === true && io.env['TERM'] !== 'dumb' && !isCi(io.env) && io.hasKeyboard?.() === true;
}
