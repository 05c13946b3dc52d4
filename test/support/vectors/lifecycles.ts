import { ALLOWED, type Transition } from '../../../protocol/governance/lifecycle/allowed.ts';

/** The tables of spec §6.16, and a diagram of each: Markdown, before it is formatted. */
export function lifecyclesText(): string {
  return Object.entries(ALLOWED)
    .map(([living, transitions]) => `${tableOf(living, transitions)}\n\n${diagramOf(transitions)}`)
    .join('\n\n');
}

function tableOf(living: string, transitions: readonly Transition[]): string {
  const rows = transitions.map(
    ({ from, to, by, time }) =>
      `| ${from === null ? '–' : `\`${from}\``} | \`${to}\` | ${by} | ${time === true ? 'time' : 'an entry'} |`,
  );
  return [`| ${living} | becomes | when | by |`, '| --- | --- | --- | --- |', ...rows].join('\n');
}

function diagramOf(transitions: readonly Transition[]): string {
  const lines = transitions.map(({ from, to, time }) => {
    const arrow = `  ${from === null ? '[*]' : nodeOf(from)} --> ${nodeOf(to)}`;
    return time === true ? `${arrow}: time` : arrow;
  });
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');
}

/** A hyphen would end a name there. */
function nodeOf(state: string): string {
  return state.replaceAll('-', '_');
}
