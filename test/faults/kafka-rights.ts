import kafkajs, { type AclEntry } from 'kafkajs'
import type { Stage } from '../end-to-end/stage.ts'

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs

type Right = [AclEntry['resourceType'], string, AclEntry['resourcePatternType'], AclEntry['operation'][]]

/** The rights that docs/kafka.md lists, for `tripline run` in its corner of the broker. */
export function rightsIn({ name, topics }: Stage, principals: readonly string[]): AclEntry[] {
  const { ALLOW } = AclPermissionTypes
  const { READ, WRITE, DELETE, DESCRIBE, DESCRIBE_CONFIGS } = AclOperationTypes
  const { TOPIC, GROUP } = AclResourceTypes
  const { LITERAL, PREFIXED } = ResourcePatternTypes
  const entries: Right[] = [
    [TOPIC, topics.payments, LITERAL, [READ, DESCRIBE, DESCRIBE_CONFIGS]],
    [TOPIC, topics.outcomes, LITERAL, [READ, DESCRIBE, DESCRIBE_CONFIGS]],
    [TOPIC, topics.decisions, LITERAL, [WRITE, DESCRIBE]],
    [TOPIC, topics.reviews, LITERAL, [WRITE, DESCRIBE]],
    [TOPIC, topics.deadLetters, LITERAL, [WRITE, DESCRIBE]],
    [GROUP, name, LITERAL, [READ, DESCRIBE]],
    [GROUP, `${name}-rebuild-`, PREFIXED, [READ, DELETE]],
  ]
  return principals.flatMap(principal =>
    entries.flatMap(([resourceType, resourceName, resourcePatternType, operations]) =>
      operations.map(operation => {
        return {
          resourceType,
          resourceName,
          resourcePatternType,
          principal,
          host: '*',
          operation,
          permissionType: ALLOW,
        }
      }),
    ),
  )
}
