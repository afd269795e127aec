/** Every route by its id: what a server must implement and a client may call. */
export * from './administration.ts';
export * from './events.ts';
export * from './hunts.ts';
export * from './image-comparisons.ts';
export * from './image-exceptions.ts';
export * from './image-policies.ts';
export * from './image-scans.ts';
export * from './images.ts';
export * from './intake.ts';
export * from './inventory.ts';
export * from './policies.ts';
export * from './policy-files.ts';
export * from './posture.ts';
export * from './rules.ts';
export * from './session.ts';
export * from './system.ts';
export * from './tasks.ts';
