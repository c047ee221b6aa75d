/** What applications written for Managed Service for Apache Flink are given in place of its runtime library. */
package com.amazonaws.services.kinesisanalytics.runtime;
