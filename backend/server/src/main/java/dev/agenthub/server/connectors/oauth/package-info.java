/** OAuth 2.1 for connections: authorization, refresh, exchange and revocation of tokens. */
@NullMarked
package dev.agenthub.server.connectors.oauth;

import org.jspecify.annotations.NullMarked;
