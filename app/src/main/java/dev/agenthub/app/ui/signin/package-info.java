/** First run, signing in and inviting people. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.signin;
