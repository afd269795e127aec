import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A content folder with rules and policies of a test's own; the rest is what comes with Breakwater. */
export interface ContentFolder {
  readonly path: string;
  /** Replaces the rule files: text by name. */
  readonly setRules: (files: Readonly<Record<string, string>>) => Promise<void>;
  /** Replaces the runtime policies: text by name. */
  readonly setPolicies: (files: Readonly<Record<string, string>>) => Promise<void>;
  readonly remove: () => Promise<void>;
}

const shipped = resolve(import.meta.dirname, '../../../content');

/** A rule that fires on {@link stopLogging}, and one that fires when that happens in Europe. */
export const trailRules = `
- rule: Trail stopped
  desc: Somebody stopped a trail.
  condition: ct.name = StopLogging
  output: "%ct.user stopped %ct.request.name"
  priority: CRITICAL
  source: aws_cloudtrail
  tags: [T1562.008, mitre_defense_evasion]
- rule: Trail stopped in Europe
  desc: Somebody stopped a trail in Europe.
  condition: ct.name = StopLogging and ct.region startswith eu-
  output: in %ct.region
  priority: NOTICE
  source: aws_cloudtrail
`;

export const taskRules = `
- rule: Task stopped
  desc: A task stopped.
  condition: ecs.detail_type = "ECS Task State Change" and ecs.task.last_status = STOPPED
  output: stopped
  priority: WARNING
  source: ecs
`;

export const trailPolicy = `
id: trails
name: Trails
description: What happens to trails.
type: cloudtrail
severity: high
rules: [Trail stopped]
`;

export async function contentFolder(): Promise<ContentFolder> {
  const path = await mkdtemp(join(tmpdir(), 'breakwater-content-'));
  await mkdir(join(path, 'policies'));
  for (const part of ['checks', 'frameworks', 'sample', 'policies/image']) {
    await symlink(join(shipped, part), join(path, part));
  }
  async function set(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
    await rm(join(path, folder), { recursive: true, force: true });
    await mkdir(join(path, folder));
    for (const [name, text] of Object.entries(files)) await writeFile(join(path, folder, name), text);
  }
  const folder: ContentFolder = {
    path,
    setRules: (files) => set('rules', files),
    setPolicies: (files) => set('policies/runtime', files),
    remove: () => rm(path, { recursive: true, force: true }),
  };
  await folder.setRules({ 'tasks.yaml': taskRules, 'trails.yaml': trailRules });
  await folder.setPolicies({ 'trails.yaml': trailPolicy });
  return folder;
}
