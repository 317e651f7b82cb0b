/** Names that people give to text exports of the journal: `journal.txt`, `node.journal.txt`, `journalctl-ssm.log`. */
export const JOURNAL_EXPORT = /^(?:.*[._-])?journal(?:ctl)?(?:[._-].*)?\.(?:txt|log)$/i;
