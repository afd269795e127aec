import type { RuleFile } from '@breakwater/rules';
import { calls } from './cloudtrail-calls.ts';
import { createRandom, type Random } from './random.ts';

const verbs = [
  'Create',
  'Delete',
  'Update',
  'Put',
  'Attach',
  'Detach',
  'Modify',
  'Stop',
  'Start',
  'Get',
  'List',
  'Tag',
];
const nouns = [
  'Role',
  'Policy',
  'Bucket',
  'Key',
  'Cluster',
  'Service',
  'Task',
  'Trail',
  'Vpc',
  'Subnet',
  'Function',
  'Secret',
  'Topic',
  'Queue',
  'Table',
  'Domain',
  'Alarm',
  'Stack',
  'Image',
  'Pool',
];
const suffixes = ['', 'Tags', 'Attributes', 'Version', 'Configuration', 'Permission', 'Access', 'Settings'];

const macros = `
- macro: done
  condition: (not ct.error exists)
- macro: by_service
  condition: (ct.user.identitytype = AWSService or ct.useragent endswith .amazonaws.com)
- macro: by_person
  condition: (ct.user.identitytype in (IAMUser, Root) or ct.useragent icontains console)
- list: regions
  items: [eu-central-1, eu-west-1, us-east-1]
`;

/** What a rule asks first: mostly API calls, some of which this day has; else who, from where, with what. */
function subject(random: Random): string {
  const called = () => {
    if (random.below(20) === 0) return random.pick(calls).name;
    return random.pick(verbs) + random.pick(nouns) + random.pick(suffixes);
  };
  const kind = random.below(100);
  if (kind < 60) return `ct.name = ${called()}`;
  if (kind < 85) return `ct.name in (${called()}, ${called()}, ${called()})`;
  if (kind < 92) return `(ct.name = ${called()} or (ct.name = ${called()} and ct.region in (regions)))`;
  if (kind < 95) return `ct.user.arn = "arn:aws:iam::111122223333:user/ops-${random.below(5000)}"`;
  if (kind < 98)
    return `ct.src = ${random.pick(nouns).toLowerCase()}.amazonaws.com and ct.srcip = 203.0.113.${random.below(250)}`;
  return `s3.bucket = data-${random.below(5000)}`;
}

/** What keeps a rule from firing on an ordinary day, and no index knows. */
function detail(random: Random): string {
  const rare = random.pick([
    `ct.useragent contains tool-${random.below(500)}`,
    `ct.user startswith ops-${random.below(500)}`,
    `ct.user.arn glob "*:role/admin-${random.below(50)}*"`,
    `ct.user regex "ops-[0-9]{${1 + random.below(4)}}"`,
    `json.value[/requestParameters/name] startswith prod-${random.below(50)}`,
    `ct.request contains '"Principal":"*"'`,
  ]);
  switch (random.below(5)) {
    case 0:
      return `done and not by_service and ${rare}`;
    case 1:
      return `by_person and ${rare}`;
    case 2:
      return `not ct.user in (deployer, ci-${random.below(50)}) and ${rare}`;
    case 3:
      return `ct.srcip != 198.51.100.${random.below(250)} and not ct.region in (regions) and ${rare}`;
    default:
      return `ct.error in (AccessDenied, UnauthorizedOperation) and ${rare}`;
  }
}

/** Rules unlike each other over CloudTrail; the same on every run. */
export function manyRules(count: number): RuleFile {
  const random = createRandom(count);
  const rules = Array.from({ length: count }, (_, index) => {
    const condition = `${subject(random)} and ${detail(random)}`;
    return `- rule: Generated ${index}
  desc: Generated for measuring
  condition: ${JSON.stringify(condition)}
  output: 'Generated (user=%ct.user call=%ct.name)'
  priority: NOTICE
  source: aws_cloudtrail
  tags: [bench]
`;
  });
  return { name: `generated-${count}.yaml`, text: macros + rules.join('') };
}
