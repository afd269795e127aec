import type { ConfigCheck } from '../config-check.ts';
import { readHistory } from '../history-instruction.ts';

/**
 * CIS Docker 4.9. The first line of a history is how the root file system of the base came in, for which ADD is the way; so is it
 * for archives, which it unpacks.
 */
export const addInstruction: ConfigCheck = {
  id: 'image-add-instruction',
  check({ config }) {
    const lines = config.history.flatMap(({ createdBy }, index) => {
      const { keyword, rest } = readHistory(createdBy);
      const isRoot = index === 0 || /\bin \/\s*$|\.tar(?:\.\w+)? \/\s*$/.test(rest);
      return keyword !== 'ADD' || isRoot || /\.(?:tar(?:\.\w{1,4})?|tgz|txz)\s/.test(rest)
        ? []
        : [{ index, rest }];
    });
    const [first] = lines;
    if (first === undefined) return [];
    const isRemote = lines.some(({ rest }) => /(?:^|\s)(?:https?|ftp):\/\//.test(rest));
    return [
      {
        checkId: 'image-add-instruction',
        title: isRemote ? 'The build added a file from a URL' : 'The build used ADD where COPY would do',
        severity: isRemote ? 'medium' : 'low',
        evidence: `history line ${first.index + 1} is an ADD${lines.length > 1 ? `, and ${lines.length - 1} more` : ''}`,
        remediation: isRemote
          ? 'Download in a RUN that compares the checksum, or use "ADD --checksum".'
          : 'Use COPY: it neither downloads nor unpacks.',
        controls: ['cis-docker-1.6/4.9'],
      },
    ];
  },
};
