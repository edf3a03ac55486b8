package dev.agenthub.app.cli.database;

/** What stands in an organization once setup is through, by the names that a manifest uses. */
record SetupNames(String workspace, String policy, String connection) {}
