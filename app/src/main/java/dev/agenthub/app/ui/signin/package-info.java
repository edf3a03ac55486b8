/** Enrolment, sign-in, backup of keys, and the members of the organization with their invitations. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.signin;
