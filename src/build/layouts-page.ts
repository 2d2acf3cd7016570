import { LAYOUTS } from '../bundle/layouts/index.ts';
import { type FileRule, type Layout, type Marker, RECOGNISED } from '../bundle/layouts/layout.ts';

/** The text of docs/layouts.md: what Goroner knows of the layouts of bundles. */
export function layoutsPage(): string {
  return `${HEAD}${LAYOUTS.map((layout) => `| \`${layout.id}\` | ${layout.title} |`).join('\n')}\n${LAYOUTS.map(section).join('')}`;
}

const HEAD = `# Layouts of bundles

<!-- Written by npm run docs from src/bundle/layouts. -->

Tools that collect support bundles name their files by rules of their own. From these Goroner knows, without being told, what a bundle is, and whose
each file in it is: of which node, namespace, pod and container, and of which run of it. What is *in* a file is decided by its content alone;
a file that is misnamed is read all the same.

* A directory is the root of a layout where the markers that are found below it weigh ${RECOGNISED} or more; of several layouts the one with the most
  weight is taken. Only the outermost root of a layout counts. Directories and archives above a root do not matter, and one input may hold several bundles.
* The first rule for files that fits a path from the root is taken. Rules marked *anywhere* hold also where nothing was recognised.
* In patterns \`{name}\` and \`*\` stand for any characters but \`/\`, \`#\` for a digit, \`**\` for any number of directories.
* Facts are joined within one scope only: a crash in the log of a container's run before is not explained by the goroutines of the current one.
  \`current\` and \`previous\` become numbers where the status of the container is in the bundle, which counts its restarts.
* Where a log names its pod or container itself, that goes before what its path says, and what the path says of a container or a run *of another
  pod* does not hold.

\`goroner inspect PATH…\` shows for each file what its place says of it. \`loose-files\` in a report means that no layout was recognised.

| id | bundle |
| --- | --- |
`;

function section({ id, title, markers, files, roots = [], labelled, verifiedAt }: Layout): string {
  return [
    '',
    `## ${title}`,
    '',
    `\`${id}\`, checked ${verifiedAt}.${rootWords(roots, labelled === true)}`,
    '',
    ...(markers.length === 0 ? [] : ['| marker | weight |', '| --- | --- |', ...markers.map(marker), '']),
    '| file | what it is | whose |',
    '| --- | --- | --- |',
    ...files.map(rule),
    '',
  ].join('\n');
}

function rootWords(roots: readonly string[], labelled: boolean): string {
  if (roots.length === 0) return '';
  const label = labelled ? '; the node may have a label behind it, which is told apart where the bundle names its host' : '';
  return ` Name of the root: ${roots.map((root) => `\`${root}\``).join(' or ')}${label}.`;
}

function marker({ path, weight }: Marker): string {
  return `| \`${path}\` | ${weight} |`;
}

function rule({ path, role, whose = {}, joined, anywhere }: FileRule): string {
  const { run, ...known } = whose;
  const words = [
    ...Object.entries(known).map(([name, value]) => `${name} \`${value}\``),
    ...(run === undefined ? [] : [`${run} run`]),
    ...(joined === true ? ['pod and container by the pods of the bundle'] : []),
  ];
  return `| \`${path}\`${anywhere === true ? ' (anywhere)' : ''} | ${role} | ${words.join(', ')} |`;
}
