const shortId = 12;
const idLength = 64;
const hexDigit = /^[0-9a-fA-F]$/;

/** How a runtime names the control group of a container: what stands before the id and after it. */
type Layout = readonly [prefix: string, suffix: string];

/** Podman, Docker and the runtimes of Kubernetes, in the order in which upstream asks them. */
const layouts: readonly Layout[] = [
  ['/libpod-', '.scope'],
  ['/libpod-', '.scope/container'],
  ['/libpod-', ''],
  ['/', ''],
  ['/docker-', '.scope'],
  ['/crio-', ''],
  ['/cri-containerd-', '.scope'],
  ['/crio-', '.scope'],
  [':cri-containerd:', ''],
];

/** containerd gives a container a group below that of its namespace. */
const containerdNamespace = /\/[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*\//;
const hostGroup = /\.(?:service|slice|scope)$/;
const ecsTask = /^\/ecs\/(?:[^/]+\/)*?([0-9a-f]{32})(?:$|[/-])/;

/** What a control group says of a container. */
export interface CgroupContainer {
  /** Empty: the group is that of a task, but of none of its containers. */
  readonly id: string;
  /** ECS: the id of the task. */
  readonly task?: string;
  /** The kind of a container whose runtime nobody asks: the group tells all that there is. */
  readonly type?: NamedKind;
}

type NamedKind = 'lxc' | 'libvirt-lxc' | 'bpm';

/** Groups repeat with every process of a container. */
const remembered = new Map<string, CgroupContainer | undefined>();
const maxRemembered = 4096;

/**
 * The container that control groups name (`subsystem=path` each): the first that one is found for. Ids are shown by
 * their first 12 characters, those of ECS on Fargate (`TASK-NUMBER`) whole, for their begin is that of the task.
 */
export function containerOfCgroups(cgroups: readonly string[]): CgroupContainer | undefined {
  for (const cgroup of cgroups) {
    const at = cgroup.indexOf('=');
    // One that is of another form makes all of them worthless.
    if (at < 0) return undefined;
    const found = containerOfPath(cgroup.slice(at + 1));
    if (found !== undefined && found.id !== '') return found;
  }
  return undefined;
}

function containerOfPath(path: string): CgroupContainer | undefined {
  if (path.length < 3) return undefined;
  if (remembered.has(path)) return remembered.get(path);
  if (remembered.size >= maxRemembered) remembered.clear();
  const found = lookUp(path);
  remembered.set(path, found);
  return found;
}

function lookUp(path: string): CgroupContainer | undefined {
  const task = ecsTask.exec(path)?.[1];
  const id = idByLayout(path);
  if (task !== undefined) return { id: id ?? idInTask(path, task), task };
  const found = id ?? idByNamespace(path);
  return found === undefined ? byName(path) : { id: found };
}

/** LXC, libvirt and BPM: the id is a name of any length, after one of these or before the end of the group. */
function byName(path: string): CgroupContainer | undefined {
  for (const prefix of lxcPrefixes) {
    const at = path.indexOf(prefix);
    if (at >= 0) return { id: path.slice(at + prefix.length).split('/', 1)[0] ?? '', type: 'lxc' };
  }
  const name = libvirtName(path);
  if (name !== undefined) return { id: name, type: 'libvirt-lxc' };
  const job = path.includes(bpmPrefix) ? bpmJob(path) : '';
  return bpmName.test(job) ? { id: job, type: 'bpm' } : undefined;
}

const lxcPrefixes = ['/lxc/', '/lxc.payload/', '/lxc.payload.'] as const;
const libvirt = { suffix: '.libvirt-lxc', escaped: '-lxc\\x2', folder: '/libvirt/lxc/' } as const;
const bpmPrefix = 'bpm-';
const bpmName = /^[a-zA-Z0-9._-]+$/;

function libvirtName(path: string): string | undefined {
  if (path.endsWith(libvirt.suffix) && path.indexOf(libvirt.suffix) === path.length - libvirt.suffix.length)
    return path.slice(path.lastIndexOf('/') + 1, -libvirt.suffix.length);
  const escaped = path.indexOf(libvirt.escaped);
  const end = path.includes('.scope/libvirt') ? '.scope/libvirt' : '.scope';
  // The last digit of the escaped character is left out, too.
  if (escaped >= 0 && path.indexOf(end) === path.length - end.length && path.endsWith(end))
    return path.slice(escaped + libvirt.escaped.length + 1, -end.length);
  const folder = path.indexOf(libvirt.folder);
  return folder < 0 ? undefined : path.slice(folder + libvirt.folder.length);
}

function bpmJob(path: string): string {
  const job = path.slice(path.indexOf(bpmPrefix) + bpmPrefix.length);
  const end = job.indexOf('.scope');
  return end < 0 ? job : job.slice(0, end);
}

/** `/ecs/TASK/CONTAINER`, also where the two are one: `/ecs/TASK-NUMBER`. */
function idInTask(path: string, task: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last === task ? '' : last;
}

function idByLayout(path: string): string | undefined {
  for (const [prefix, suffix] of layouts) {
    const range = rangeOf(path, prefix, suffix);
    if (range === undefined || range.end - range.start !== idLength) continue;
    if (isId(path, range.start)) return path.slice(range.start, range.start + shortId);
  }
  return undefined;
}

/** Upstream looks for what is no digit of an id in all of the path, and leaves aside its first 64 characters. */
function isId(path: string, start: number): boolean {
  for (let at = start; at < Math.min(path.length, idLength); at += 1)
    if (!hexDigit.test(path.charAt(at))) return false;
  return true;
}

/** Any name of up to 64 characters; groups of systemd are those of the machine. */
function idByNamespace(path: string): string | undefined {
  const prefix = containerdNamespace.exec(path)?.[0];
  const range = prefix === undefined ? undefined : rangeOf(path, prefix, '');
  if (range === undefined) return undefined;
  const { start, end } = range;
  if (end - start === idLength && isId(path, start)) return path.slice(start, start + shortId);
  if (end - start > idLength || end <= start || hostGroup.test(path)) return undefined;
  return path.slice(start, start + shortId);
}

function rangeOf(
  path: string,
  prefix: string,
  suffix: string,
): { readonly start: number; readonly end: number } | undefined {
  const before = path.lastIndexOf(prefix);
  const end = suffix === '' ? path.length : path.lastIndexOf(suffix);
  return before < 0 || end < 0 ? undefined : { start: before + prefix.length, end };
}
