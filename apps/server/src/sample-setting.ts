/** Name of the setting that remembers the sample environment: `loaded`, or `removed` for good. */
export const sampleSetting = 'sample';
