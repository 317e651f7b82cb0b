import { lstatSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ManagedNode } from '../../aws/identity/managed-node.ts';
import { confinedFiles } from '../../platform/confined-files.ts';
import { FilesError } from '../../platform/files.ts';
import { makeFolder, removeFolders } from '../../platform/make-folder.ts';
import { nodeFiles } from '../../platform/node-files.ts';
import { removeAbandoned, writeAtomically } from '../../platform/write-atomically.ts';
import type { Platform, Report } from '../../report/report.ts';
import { layoutOf } from '../../sources/layout.ts';
import { SCHEMA_VERSION } from './attributes.ts';
import { inventoryEntries } from './entries.ts';
import { InventoryFileError, type InventoryFileProblem } from './file-error.ts';
import { ofSameType, otherFiles } from './other-files.ts';

const NAME = 'ssm-doctor.json';
const STEPS = ['inventory', 'custom'];
/** With more `.json` files in the folder the agent gathers nothing at all (customGatherer.go). */
const FILES_AT_MOST = 20;
const NODE_ID = /^m?i-\w{8,17}$/;

export interface InventoryPlace {
  readonly platform: Platform;
  /** The root of the instance: `/`, the system drive, or a folder that stands for it. */
  readonly root: string;
  readonly node: ManagedNode;
  /** As `parseInventoryType` lets it pass. */
  readonly type: string;
}

export interface InventoryFile {
  readonly path: string;
  readonly text: string;
  readonly place: InventoryPlace;
}

export interface WrittenInventory {
  readonly path: string;
  /** Other files there with the same type: the agent takes the first by name and ignores the rest. */
  readonly sameType: readonly string[];
}

/**
 * The file that the agent gathers with its next inventory, in the folder of the node that the machine is now. It holds
 * no time of the run: what is unchanged is written with the same bytes.
 *
 * @throws InventoryFileError (`no-node-id`) when the id is none that can name a folder
 */
export function inventoryFile(report: Report, place: InventoryPlace): InventoryFile {
  const { id } = place.node;
  if (!NODE_ID.test(id)) {
    const message = `expected an id such as i-… or mi-… to write the inventory of, found "${id}"`;
    throw new InventoryFileError('no-node-id', message);
  }
  const content = { SchemaVersion: SCHEMA_VERSION, TypeName: place.type, Content: inventoryEntries(report) };
  return {
    path: join(storeOf(place), id, ...STEPS, NAME),
    text: `${JSON.stringify(content, null, 1)}\n`,
    place,
  };
}

/**
 * Writes it in one step, with the folders that are missing.
 *
 * @throws InventoryFileError when it cannot be written, or would break the gathering of all inventory; nothing is left
 * behind then. An own file of before is taken away when it is one too many itself.
 */
export function writeInventoryFile({ path, text, place }: InventoryFile): WrittenInventory {
  const store = storeOf(place);
  let made: readonly string[] = [];
  try {
    const files = confinedFiles(nodeFiles(), place.root);
    const folder = makeFolder(files.resolve(store), [place.node.id, ...STEPS]);
    made = folder.made;
    const others = otherFiles(files, folder.path, NAME);
    if (others.length >= FILES_AT_MOST) throw tooMany(folder.path, path, others.length);
    // It quotes logs that only root may read; the agent is root.
    writeAtomically(path, text, { mode: 0o600 });
    removeAbandoned(folder.path, Date.now());
    return { path, sameType: ofSameType(files, folder.path, others, place.type) };
  } catch (error) {
    removeFolders(made);
    throw error instanceof FilesError ? explained(error, store) : error;
  }
}

function storeOf({ platform, root }: InventoryPlace): string {
  const [store = ''] = layoutOf(platform).data;
  return join(root, ...store.split('/'));
}

/** Ours would be the one that breaks it, or is already. */
function tooMany(folder: string, own: string, count: number): InventoryFileError {
  const stands = lstatSync(own, { throwIfNoEntry: false })?.isFile() === true;
  if (stands) unlinkSync(own);
  const done = stands ? 'our own was taken away' : 'ours was not written';
  return new InventoryFileError(
    'too-many-files',
    `expected at most ${FILES_AT_MOST - 1} other .json files in ${folder}, found ${count}; with more than ` +
      `${FILES_AT_MOST} the agent gathers no inventory at all, so ${done}: remove some`,
  );
}

function explained(error: FilesError, store: string): InventoryFileError {
  const [problem, message] = told(error, store);
  return new InventoryFileError(problem, message, { cause: error });
}

const EXPECTED = 'expected to write the inventory file, found';

function told({ code, path }: FilesError, store: string): readonly [InventoryFileProblem, string] {
  switch (code) {
    case 'ENOENT':
      return [
        'no-data-store',
        `expected the data folder of the SSM Agent, found nothing at ${path}; is the agent installed?`,
      ];
    case 'ELOOP':
    case 'ELEAVESROOT':
      return [
        'not-as-expected',
        `expected a folder of the SSM Agent's own under ${store}, found a link at ${path}; it is not followed, remove it`,
      ];
    case 'ENOTDIR':
      return ['not-as-expected', `expected a folder at ${path}, found something else; move it away`];
    case 'EISDIR':
    case 'ENOTFILE':
      return ['not-as-expected', `expected a file at ${path}, found something else; move it away`];
    case 'EACCES':
    case 'EPERM':
      return ['not-writable', `${EXPECTED} no permission at ${path}; run as root or Administrator`];
    case 'EROFS':
      return [
        'not-writable',
        `${EXPECTED} a read-only file system at ${path}; make it writable, or leave file out of --to`,
      ];
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return ['disk-full', `${EXPECTED} a full disk or quota at ${path} (${code}); make room`];
    default:
      return ['system', `${EXPECTED} ${code} at ${path}`];
  }
}
