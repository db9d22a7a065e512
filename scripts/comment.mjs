#!/usr/bin/env node
// Keeps one comment on a pull request up to date: makes it, changes it, or takes it away when there is nothing to say.
//
//   comment.mjs FILE      the comment's text, as Markdown; an empty file takes the comment away
//
// It is told by the environment, as GitHub's workflows set it: GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN,
// PULL_REQUEST (its number), COMMENT_MARKER (tells the comments of several projects apart) and COMMENT_AUTHOR (only this
// account's comments are touched). Where the comment cannot be written, as in a fork, whose token only reads, the text is
// printed instead. The status is 0 then as well: what was found decides about a pull request, not whether it could be
// told there.

import { readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'

/** The longest text that GitHub takes, in characters. */
const LONGEST = 65_536

/** How many comments GitHub hands out at once, at most. */
const PAGE = 100

/** What is said in place of what does not fit. */
const CUT = '\n\n*The rest does not fit into a comment; the summary of the workflow run has all of it.*\n'

const env = (name, otherwise = '') => process.env[name] || otherwise
const marker = `<!-- crmgen: ${env('COMMENT_MARKER', 'schema').replaceAll('--', '-')} -->`
const author = env('COMMENT_AUTHOR', 'github-actions[bot]')

/** An answer of GitHub's that is not what was asked for. */
class Refused extends Error {
  constructor(what, status, said) {
    super(`GitHub refuses to ${what}: ${status} ${said}`)
    this.status = status
  }
}

/** Asks GitHub, and gives what it answers; nothing where it has nothing to say. */
async function ask(what, method, path, body) {
  const answer = await fetch(`${env('GITHUB_API_URL', 'https://api.github.com')}/repos/${env('GITHUB_REPOSITORY')}/${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${env('GITHUB_TOKEN')}`,
      'x-github-api-version': '2022-11-28',
      'user-agent': 'crmgen',
    },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Refused(what, answer.status, text.slice(0, 200))
  return text && JSON.parse(text)
}

/** The comments that were made here before; one, unless two runs made theirs at the same time. */
async function own() {
  const found = []
  for (let page = 1; ; page++) {
    const path = `issues/${env('PULL_REQUEST')}/comments?per_page=${PAGE}&page=${page}`
    const comments = await ask('list comments', 'GET', path)
    // Whoever quotes the comment has the marker too, so it has to be the first thing, and the account the right one.
    found.push(...comments.filter(({ body, user }) => body?.startsWith(marker) && user?.login === author))
    if (comments.length < PAGE) return found
  }
}

/** The text with the marker in front, no longer than GitHub takes: cut behind a line, and what is open closed. */
function body(text) {
  const whole = `${marker}\n${text}`
  if (whole.length <= LONGEST) return whole
  let lines = whole.split('\n')
  const closed = () => lines.join('\n') + endings(lines) + CUT
  let length = whole.length
  while (lines.length > 1 && length > LONGEST - CUT.length) length -= lines.pop().length + 1
  while (lines.length > 1 && closed().length > LONGEST) lines.pop()
  return closed().slice(0, LONGEST)
}

/** What closes the code block and the details that are open at the end of some lines. */
function endings(lines) {
  let fence = ''
  let details = 0
  for (const line of lines) {
    const [ticks = ''] = line.match(/^ *(`{3,}|~{3,})/)?.slice(1) ?? []
    if (fence) {
      if (ticks.startsWith(fence) && !line.trim().slice(ticks.length)) fence = ''
    } else {
      fence = ticks
      details += (line.match(/<details/g) ?? []).length - (line.match(/<\/details>/g) ?? []).length
    }
  }
  return (fence && `\n${fence}`) + '\n\n</details>'.repeat(Math.max(details, 0))
}

/** Makes the comment on the pull request what it should be, and says what was done. */
async function update(text) {
  const [comment, ...doubles] = await own()
  const wanted = text.trim() ? body(text) : ''
  const superfluous = wanted ? doubles : [comment, ...doubles].filter(Boolean)
  for (const { id } of superfluous) await ask('delete a comment', 'DELETE', `issues/comments/${id}`)
  if (!wanted) return comment ? 'the comment is gone, as there is nothing to say' : 'nothing to say'
  if (!comment) {
    await ask('write a comment', 'POST', `issues/${env('PULL_REQUEST')}/comments`, { body: wanted })
    return 'the comment is written'
  }
  if (comment.body === wanted) return 'the comment says so already'
  await ask('change a comment', 'PATCH', `issues/comments/${comment.id}`, { body: wanted })
  return 'the comment is changed'
}

/** Prints a text that may hold anything, so that nothing in it counts as a command of the workflow. */
function show(text) {
  const word = randomUUID()
  console.log(`::stop-commands::${word}\n${text}\n::${word}::`)
}

const text = readFileSync(process.argv[2], 'utf8')
const missing = ['GITHUB_REPOSITORY', 'GITHUB_TOKEN', 'PULL_REQUEST'].filter((name) => !env(name))
try {
  if (missing.length) throw new Error(`${missing.join(', ')} not set`)
  console.log(await update(text))
} catch (error) {
  const reason = [401, 403, 404].includes(error.status)
    ? 'the token may not write comments, as in a pull request from a fork'
    : String(error.cause ?? error.message).split('\n')[0]
  console.log(`::notice title=crmgen::No comment was written: ${reason}`)
  show(text)
}
