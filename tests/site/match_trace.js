// What the page makes of a paste, step by step, in the form of tests/site/match_vectors.py.
window.traceMatch = async (matcher, paste) => {
  const m = window.ekskb.matcher;
  await matcher.open();
  const reading = new m.Unwrapping(paste);
  while (reading.step());
  const answer = await matcher.match(paste);
  const sum = values => [...values].reduce((total, one) => total + one, 0);
  const shown = one => ({
    id: one.id,
    evidence: one.evidence.map(pair => [pair.line, pair.entryLine, pair.share, pair.repeats]),
    commands: one.commands.map(command => [command.text, command.fills.map(fill => [fill.value, fill.line])]),
    missing: one.missing,
  });
  return {
    records: reading.records().map(one => [one.number, one.last, one.level, one.logger, one.source, one.text]),
    templates: answer.templates.map(one => [
      one.number, one.repeats, one.weight, one.telling, one.masked,
      one.terms.size, sum(one.terms.values()), one.weak.size, sum(one.weak.values()),
    ]),
    facts: answer.facts.map(one => [one.kind, one.value, one.line]),
    candidates: answer.candidates,
    matches: answer.matches.map(shown),
    weak: answer.weak.map(shown),
  };
};
