/** Installed agents, their keys, their manifests and the tools that they may use. */
@NullMarked
package dev.agenthub.server.agents;

import org.jspecify.annotations.NullMarked;
