/** Talks to the backend over HTTP, and checks what it says. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.client;
