import { createHash } from 'node:crypto';
import { ServiceError } from '../service-error.ts';
import { PAGE_SIZE } from '../unmodelled-limits.ts';

export interface PagedInput {
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

export interface Page<T> {
  readonly members: readonly T[];
  readonly more: { readonly NextToken?: string };
}

/** The members that a request asks for. Its token belongs to the question that it was given for, and to no other. */
export function pageOf<T>(all: readonly T[], input: PagedInput): Page<T> {
  const { NextToken, MaxResults = PAGE_SIZE, ...question } = input;
  const start = NextToken === undefined ? 0 : offsetOf(NextToken, question);
  const end = start + MaxResults;
  const more = end < all.length ? { NextToken: tokenOf(end, question) } : {};
  return { members: all.slice(start, end), more };
}

function tokenOf(offset: number, question: object): string {
  return Buffer.from(`${offset} ${digest(offset, question)}`).toString('base64url');
}

function offsetOf(token: string, question: object): number {
  const offset = Number.parseInt(Buffer.from(token, 'base64url').toString('latin1'), 10);
  if (token !== tokenOf(offset, question)) {
    throw new ServiceError('InvalidNextToken', 'The specified token is not valid.');
  }
  return offset;
}

function digest(offset: number, question: object): string {
  return createHash('sha256')
    .update(`${offset} ${JSON.stringify(question)}`)
    .digest('hex')
    .slice(0, 16);
}
