const AUTHORITY = 'name the authority that signed the certificate of the brokers in kafka.tls_ca_file'
const SIGN_IN = 'check kafka.sasl_username, kafka.sasl_password and kafka.sasl_mechanism'
const CLIENT_CERTIFICATE = 'the brokers ask for a client certificate: check kafka.tls_cert_file and kafka.tls_key_file'
const NO_TLS_THERE =
  'this port of the brokers does not speak TLS: name another in kafka.brokers, or leave kafka.tls off'
const HUNG_UP = 'if this goes on, the port asks for TLS (kafka.tls) or for a sign-in (kafka.sasl_mechanism)'
const NO_BROKER = 'the port asks for TLS (kafka.tls), or is not that of a Kafka broker: check kafka.brokers'
const RIGHTS = 'give the user of kafka.sasl_username the rights that docs/kafka.md lists'

/** What an operator can do about it, by the code, Kafka's type or the name of an error. */
export const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['SELF_SIGNED_CERT_IN_CHAIN', AUTHORITY],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', AUTHORITY],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', AUTHORITY],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', AUTHORITY],
  ['CERT_HAS_EXPIRED', 'the certificate of the brokers has to be renewed'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate of the brokers has to name the hosts that they advertise'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', NO_TLS_THERE],
  ['EPROTO', NO_TLS_THERE],
  ['NO_TLS_ANSWER', NO_TLS_THERE],
  ['NO_KAFKA_ANSWER', NO_BROKER],
  ['KafkaJSConnectionClosedError', HUNG_UP],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', CLIENT_CERTIFICATE],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', CLIENT_CERTIFICATE],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', CLIENT_CERTIFICATE],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', CLIENT_CERTIFICATE],
  ['KafkaJSSASLAuthenticationError', SIGN_IN],
  ['SASL_AUTHENTICATION_FAILED', SIGN_IN],
  ['UNSUPPORTED_SASL_MECHANISM', SIGN_IN],
  [
    'ILLEGAL_SASL_STATE',
    'the brokers ask for a sign-in: set kafka.sasl_mechanism, or name another port in kafka.brokers',
  ],
  ['TOPIC_AUTHORIZATION_FAILED', RIGHTS],
  ['GROUP_AUTHORIZATION_FAILED', RIGHTS],
  ['CLUSTER_AUTHORIZATION_FAILED', RIGHTS],
])
