export interface ProblemCodeRow {
  severity: 'error' | 'warning'
  /** What the code means, for the docs. */
  help: string
}

const error = (help: string): ProblemCodeRow => ({ severity: 'error', help })
const warning = (help: string): ProblemCodeRow => ({ severity: 'warning', help })

/** Every code that reading a ruleset can give. Codes are stable: scripts and editors name them. */
export const PROBLEM_CODES = {
  'missing-file': error('A file that every ruleset needs is not there.'),
  'unreadable-file': error('A file could not be opened.'),
  'unexpected-file': warning('A file in the rules folder is none that Tripline reads.'),
  'file-too-large': error('A file is far larger than one written by hand.'),
  'not-text': error('A file is binary or not UTF-8.'),
  'empty-file': error('A file holds nothing.'),
  'yaml-syntax': error('The file is not YAML.'),
  'yaml-tab': error('A tab stands where YAML wants spaces.'),
  'yaml-alias': error('Anchors and aliases are not read: each file says what it means in one place.'),
  'yaml-tag': error('YAML tags are not read; a line that starts with ! needs quotes.'),
  'duplicate-key': error('The same key stands twice.'),
  secret: error('A file holds what looks like a real card number or a secret key.'),
  'unknown-field': error('A key that Tripline does not know.'),
  'missing-field': error('A key that must be there is not.'),
  'wrong-type': error('A value is of the wrong kind.'),
  'bad-value': error('A value is outside what the key takes.'),
  'name-mismatch': error('A rule is not called like its file.'),
  'duplicate-rule': error('Two files hold a rule of one name.'),
  'condition-syntax': error('A condition is not a whole expression.'),
  'not-supported': error('A part of CEL that conditions do not use here.'),
  'unknown-name': error('Nothing is called like this.'),
  'unknown-function': error('No function is called like this.'),
  'wrong-arguments': error('A function got too few, too many or the wrong values.'),
  'type-mismatch': error('Values of different kinds meet.'),
  'not-a-condition': error('A condition must come out true or false.'),
  'condition-too-large': error('A condition is too large to run for every payment.'),
  'bad-pattern': error('A pattern is not one that RE2 takes.'),
  'unknown-list': error('No list is called like this.'),
  'unknown-rule': error('No rule is called like this.'),
  'unknown-role': error('A person has a role that the policy does not describe.'),
  'bad-placeholder': error('A reason has a brace that is not closed, or nothing in it.'),
  'bad-velocity': error('A velocity does not say what it counts.'),
  'velocity-name-taken': error('A velocity is called like something else.'),
  'unused-velocity': warning('A velocity is declared, and nothing uses it.'),
  'bad-window': error('A window is not a length of time that velocities can have.'),
  'unknown-timezone': error('A time zone that is not in the tz database.'),
  'bad-threshold': error('The thresholds of the policy contradict each other.'),
  'unknown-currency': error('A currency code that is not in ISO 4217.'),
  'unreachable-queue': error('A queue that no payment can reach, or none for the rest.'),
  'bad-list': error('A list file is not in the form that lists have.'),
  'duplicate-list': error('Two files hold a list of one name.'),
  'duplicate-entry': warning('A value stands in a list twice, or a snooze in its file; the first line counts.'),
  'expired-entry': warning('An entry of a list, or a snooze, has ended.'),
  'bad-snooze': error('A line of snoozes.csv is not in the form that snoozes have.'),
  'foreign-key': warning('A rule is snoozed for a key that it neither counts by nor reads.'),
  'bad-time': error('A time in a rule test that cannot be read.'),
  'bad-payment': error('The payment of a rule test, or the sample payment, is none that Tripline takes.'),
  contradiction: warning('Lines never hold together, so the rule never hits.'),
  'absent-velocity': warning('A velocity is counted by what the rule asks to be absent, so it is never there.'),
  'idle-line': warning('A line that always holds, or that the other lines say already.'),
  'impossible-value': warning('A text that the fact it is compared with can never be.'),
  'same-conditions': warning('Two rules ask the same.'),
  'unreachable-threshold': warning('No score reaches `review`, or a live rule adds nothing to it.'),
  'idle-queue': warning('A queue that no payment comes into.'),
  'duplicate-step': error('Two steps of a playbook have one name.'),
  'step-loop': error('The steps of a playbook go round, so that nobody comes to an answer.'),
  'unreachable-step': error('No way through a playbook leads to a step or to an answer.'),
  'missing-answer': error('A playbook may end in an answer for which nothing is written.'),
  'reason-twice': error('Two playbooks are for one reason.'),
  'data-not-needed': error('An answer names customer data that its playbook does not need.'),
  'too-costly': error('A rule, or all together, ask more of every payment than `limits` of the policy allows.'),
  'missing-test': warning('A rule that runs has no test that hits, or none that does not.'),
  'untested-line': error('`tripline test --coverage`: no test of the rule sees a line hold, or none sees it not hold.'),
  'untested-number': error(
    '`tripline test --strict`: a number of a condition can be moved one step and no test fails.',
  ),
  'known-good-hit': error(
    '`tripline test --known-good`: a live rule hits more of the known-good payments than it may.',
  ),
} as const satisfies Record<string, ProblemCodeRow>

export type ProblemCode = keyof typeof PROBLEM_CODES
