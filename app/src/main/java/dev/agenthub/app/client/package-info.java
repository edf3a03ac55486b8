/** The HTTP client of the backend's API: sessions, sign-in, enrolment, events and exports. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.client;
