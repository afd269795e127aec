import { BufferStandIn } from './buffer-stand-in.ts';

// Before any module that uses it is run: the worker imports this one first.
Object.assign(globalThis, { Buffer: BufferStandIn });
