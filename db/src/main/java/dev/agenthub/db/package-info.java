package dev.agenthub.db;
