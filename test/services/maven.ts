import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SERVICES_DIR } from './places.ts'
import { isInstalled } from './program.ts'
import { ServiceUnavailable } from './unavailable.ts'

const run = promisify(execFile)

/** Copies the jars of `artifacts` (`group:artifact:version`) and all they depend on into a folder; answers the folder. */
export function copyJars(service: string, folder: string, artifacts: readonly string[]): Promise<string> {
  return installOnce(service, folder, async partial => {
    const pom = join(partial, 'pom.xml')
    writeFileSync(pom, pomOf(artifacts))
    await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`])
  })
}

/** Unpacks one zip (`group:artifact:version:zip:classifier`) into a folder; answers the folder. */
export function unpackZip(service: string, folder: string, artifact: string): Promise<string> {
  return installOnce(service, folder, async partial => {
    await run('mvn', ['-q', '-B', 'dependency:unpack', `-Dartifact=${artifact}`, `-DoutputDirectory=${partial}`], {
      cwd: partial,
    })
  })
}

/** Fills a folder beside the real one and renames it, so that a broken download never looks installed. */
async function installOnce(service: string, folder: string, fill: (partial: string) => Promise<void>): Promise<string> {
  const target = join(SERVICES_DIR, folder)
  if (existsSync(target)) return target
  if (!isInstalled('java', '-version') || !isInstalled('mvn', '-version')) {
    throw new ServiceUnavailable(
      service,
      'install Java 17 and Maven (Debian: openjdk-17-jre-headless maven), or Docker',
    )
  }
  const partial = `${target}.partial-${process.pid}`
  mkdirSync(partial, { recursive: true })
  try {
    await fill(partial)
    if (!existsSync(target)) renameSync(partial, target)
  } catch (error) {
    throw new ServiceUnavailable(service, 'Maven could not fetch it from Maven Central (is there a network?)', error)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
  return target
}

function pomOf(artifacts: readonly string[]): string {
  const dependencies = artifacts.map(artifact => {
    const [group, name, version] = artifact.split(':')
    return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`
  })
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>',
    '<groupId>tripline</groupId><artifactId>test-services</artifactId><version>1</version><packaging>pom</packaging>',
    `<dependencies>${dependencies.join('')}</dependencies></project>`,
  ].join('\n')
}
