package dev.agenthub.app;
