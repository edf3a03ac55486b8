/** Shared test fixtures: an HTTP backend with scripted answers, a real log, and a real window. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.testing;
