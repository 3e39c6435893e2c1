import { readFileSync, writeFileSync } from 'node:fs'
import type { Certificates } from '../redis/make-certificates.ts'
import { freePort } from './free-port.ts'
import { type Broker, startKafkaProgram } from './kafka.ts'

export interface SecuredBroker extends Broker {
  /** Plain, for the test itself: `brokers`. Over TLS with a sign-in by SCRAM-SHA-512. */
  signedIn: string
  /** Over TLS, for clients with a certificate. */
  certified: string
}

export interface User {
  name: string
  password: string
}

/** A broker with one listener for each way to be sure of the other side. Who signs in may do nothing yet. */
export async function startSecuredKafka({ authority, server }: Certificates, user: User): Promise<SecuredBroker> {
  const [signedInPort, certifiedPort] = [await freePort(), await freePort()]
  // Kafka takes key and certificates from one PEM file.
  const keyStore = `${server.certificate}.with-key`
  writeFileSync(keyStore, readFileSync(server.key, 'utf8') + readFileSync(server.certificate, 'utf8'), { mode: 0o600 })
  const signedIn = `127.0.0.1:${signedInPort}`
  const certified = `127.0.0.1:${certifiedPort}`
  const further = `SIGNEDIN://${signedIn},CERTIFIED://${certified}`
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;'
  const broker = await startKafkaProgram(
    'kafka-secured',
    own => ({
      listeners: `${own.listeners},${further}`,
      'advertised.listeners': `${own['advertised.listeners']},${further}`,
      'listener.security.protocol.map': `${own['listener.security.protocol.map']},SIGNEDIN:SASL_SSL,CERTIFIED:SSL`,
      'inter.broker.listener.name': 'PLAINTEXT',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': keyStore,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': authority,
      'listener.name.certified.ssl.client.auth': 'required',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS',
      'listener.name.signedin.sasl.enabled.mechanisms': 'SCRAM-SHA-512',
      'listener.name.signedin.scram-sha-512.sasl.jaas.config': scram,
    }),
    ['--add-scram', `SCRAM-SHA-512=[name=${user.name},password=${user.password}]`],
  )
  return Object.assign(broker, { signedIn, certified })
}
