/** What of this package reads captures; it runs in a browser too. */
export { ByteQueue } from './gzip/byte-queue.ts';
export { gunzip } from './gzip/gunzip.ts';
export { CapturedEvent, type CaptureRecord } from './syscall/capture/capture-record.ts';
export { capturedSyscalls, filledFields } from './syscall/capture/captured.ts';
export { type ReplayOptions, type ReplaySummary, replayCapture } from './syscall/capture/replay.ts';
