package dev.agenthub.app.cli.database;

/** The names of the workspace, policy and connection that setup creates and the manifest uses. */
record SetupNames(String workspace, String policy, String connection) {}
