/**
 * Records of the HTTP API, shared by the server and its clients.
 *
 * <p>Every record refuses what can't be meant in its constructor, with an {@link java.lang.IllegalArgumentException} that names the member.
 * On the wire bytes are base64 (RFC 4648, padded), hashes and keys lower-case hex, times RFC 3339 in UTC, and enums the word that
 * {@code toString} gives. A member that is null may be absent.
 */
@NullMarked
package dev.agenthub.api;

import org.jspecify.annotations.NullMarked;
