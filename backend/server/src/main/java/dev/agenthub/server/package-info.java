package dev.agenthub.server;
