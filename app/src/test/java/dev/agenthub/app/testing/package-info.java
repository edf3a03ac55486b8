/** What tests of several packages stand on: a real HTTP backend with scripted answers, a real log, a real window. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.testing;
