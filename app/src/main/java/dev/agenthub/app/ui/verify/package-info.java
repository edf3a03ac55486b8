/** The Verify screen: what an export is worth, decided on this machine, before anybody has signed in. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.verify;
