export {
  defaultFetchLimits,
  type Fetch,
  type FetchedFile,
  type FetchLimits,
  type FetchOptions,
  fetchFile,
} from './fetch-file.ts';
