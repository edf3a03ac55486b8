package dev.agenthub.api;
