package dev.agenthub.evidence;
