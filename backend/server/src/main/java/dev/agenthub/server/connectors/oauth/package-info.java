/** Authorization by OAuth 2.1: a person's consent, the tokens that come of it, their refresh and their end. */
@NullMarked
package dev.agenthub.server.connectors.oauth;

import org.jspecify.annotations.NullMarked;
